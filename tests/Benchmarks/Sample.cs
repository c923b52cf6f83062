namespace RCoder.Benchmarks;

/// <summary>Times in milliseconds.</summary>
internal sealed class Sample
{
    private readonly List<double> values = [];

    public void Add(TimeSpan time) => values.Add(time.TotalMilliseconds);

    public double P50 => At(.50);
    public double P99 => At(.99);

    public override string ToString() => $"p50 {P50:F1} ms, p99 {P99:F1} ms (n={values.Count})";

    // Nearest rank.
    private double At(double quantile) => values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(quantile * values.Count) - 1));
}
