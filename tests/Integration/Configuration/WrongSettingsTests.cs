using System.Diagnostics;
using RCoder.Roles;

namespace RCoder.Integration.Configuration;

/// <summary>The program, as it was built for these tests, started with settings that can't be.</summary>
public sealed class WrongSettingsTests
{
    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_one_problem_a_line_by_key()
    {
        var refusal = await StartAsync("dispatcher", ["-p=1", "--Kafka:JobPartitions=0", "--Dispatcher:Sandboxes=Static", "--StaticSandbox:Host=here"], new()
        {
            ["RCODER_Kafka__EventPartitions"] = "abc",
            ["RCODER_Kafka__Client__no.such"] = "1",
            ["RCODER_Dispatcher__MaxAttempts"] = "many",
            ["RCODER_Metrics__Address"] = "1.2",
            ["RCODER_Metrics__Port"] = "0",
            ["RCODER_Logs__Format"] = "Xml",
            ["RCODER_Logging__LogLevel__Default"] = "loud",
        });
        Assert.Equal(
            ["-p", "Dispatcher:MaxAttempts", "Dispatcher:PoolTokenFile", "Kafka:BootstrapServers", "Kafka:Client:no.such", "Kafka:EventPartitions", "Kafka:JobPartitions",
                "Logging:LogLevel:Default", "Logs:Format", "Metrics:Address", "Metrics:Port", "StaticSandbox:Host"],
            refusal.Select(Key).Order(StringComparer.Ordinal));
        Assert.Contains("Kafka:JobPartitions (RCODER_Kafka__JobPartitions): is 0; it must be from 1 to 1000. Left out, it is 4.", refusal);
        Assert.Contains($"Metrics:Port (RCODER_Metrics__Port): is 0; it must be from 1 to 65535. Left out, it is {DispatcherRole.MetricsPort}.", refusal);
    }

    [Fact]
    public async Task What_is_wrong_with_one_class_hides_nothing_of_a_class_that_depends_on_it()
    {
        var refusal = await StartAsync("operator", ["--Operator:Namespace=A_", "--Leadership:Interval=00:00:09", "--Kafka:BootstrapServers=127.0.0.1:1"], []);
        Assert.Equal(["Leadership:Interval", "Operator:Namespace", "Operator:PoolTokenFile"], refusal.Select(Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("::::")]
    [InlineData("1.2")]
    [InlineData("192.0.2.1")]
    public async Task An_address_that_can_not_be_listened_on_is_a_wrong_setting(string address) =>
        Assert.StartsWith($"Serve:Address (RCODER_Serve__Address): is '{address}'; ", Assert.Single(await StartAsync("serve", [$"--Serve:Address={address}"], [])), StringComparison.Ordinal);

    [Fact]
    public async Task No_secret_is_told()
    {
        var refusal = await StartAsync("operator", ["-x=HUSH", "--Kafka:Client:sasl.pasword=HUSH", "--Operator:PoolTokenFile=/is/not/there"], new() { ["RCODER_Operator__PoolToken"] = "HUSH" });
        Assert.Equal(["-x", "Kafka:BootstrapServers", "Kafka:Client:sasl.pasword", "Operator:PoolTokenFile"], refusal.Select(Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(refusal, line => line.Contains("HUSH", StringComparison.Ordinal));
    }

    private static string Key(string line) => line.Split(' ', ':') is ["-p" or "-x", ..] ? line[..2] : line[..line.IndexOf(' ', StringComparison.Ordinal)];

    /// <returns>All that it said, on stderr.</returns>
    private static async Task<IReadOnlyList<string>> StartAsync(string role, string[] args, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rcoder.dll"), role, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KAFKA_BOOTSTRAP_SERVERS"] = "";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(patience.Token);
            var refusal = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal("", await said);
            Assert.Equal(1, process.ExitCode);
            return refusal.TrimEnd().Split('\n');
        }
        finally
        {
            // A start that should have been refused, and was not.
            if (!process.HasExited)
                process.Kill();
        }
    }
}
