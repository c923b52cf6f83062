namespace RCoder.Benchmarks;

internal sealed class Table
{
    private readonly List<string[]> rows = [["what", "broker", "measured", "floor in the same run", "ratio", "bar"]];

    public void Add(string what, string broker, string measured, string floor = "", double? ratio = null, string bar = "") =>
        rows.Add([what, broker, measured, floor, ratio is { } r ? $"{r:F2}" : "", bar]);

    public void Print()
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        foreach (var row in rows.Take(1).Append([.. widths.Select(w => new string('-', w))]).Concat(rows.Skip(1)))
            Console.WriteLine($"| {string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i])))} |");
    }
}
