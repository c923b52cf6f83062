using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RCoder.Integration.Hosting;

namespace RCoder.Integration.Sandboxes;

/// <summary>A machine that lets nobody make a sandbox, as Ubuntu 24.04 does by AppArmor.</summary>
[Collection(nameof(Alone))]
public sealed class NoSandboxTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rcoder-test-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task It_is_told_with_the_remedy_instead_of_being_called_ready_and_passes_when_it_is_mended()
    {
        Assert.SkipWhen(ServeProcess.Program is null, "artifacts/rcoder is not there (run make build): nothing is tested on the whole path");
        var bwrap = Path.Combine(folder.FullName, "bwrap");
        await File.WriteAllTextAsync(bwrap, "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n", Ct);
        const UnixFileMode all = (UnixFileMode)0b111_101_101;
        File.SetUnixFileMode(bwrap, all);
        folder.UnixFileMode = all;

        await using var serve = await ServeProcess.StartAsync(null, new Dictionary<string, string> { ["LocalSandbox__BubblewrapPath"] = bwrap }, Ct);

        const string reason = "bwrap: setting up uid map: Permission denied", remedy = "kernel.apparmor_restrict_unprivileged_userns=0";
        Assert.DoesNotContain("RCoder is ready", serve.Said, StringComparison.Ordinal);
        Assert.Contains(reason, serve.Said, StringComparison.Ordinal);
        Assert.Contains(remedy, serve.Said, StringComparison.Ordinal);
        using var ready = await serve.Api.GetAsync("/readyz", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(remedy, await ready.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        foreach (var runtime in (await RuntimesAsync(serve)).EnumerateArray())
        {
            Assert.False(runtime.GetProperty("ready").GetBoolean());
            Assert.False(string.IsNullOrEmpty(runtime.GetProperty("message").GetString()));
        }
        Assert.Contains(reason, (await RuntimesAsync(serve)).GetRawText(), StringComparison.Ordinal);
        using var refused = await serve.Api.PostAsJsonAsync("/v1/executions", new { language = "bash", source = "echo 1" }, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(remedy, await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        await File.WriteAllTextAsync(bwrap + "~", "#!/bin/sh\nexec /usr/bin/bwrap \"$@\"\n", Ct);
        File.SetUnixFileMode(bwrap + "~", all);
        File.Move(bwrap + "~", bwrap, overwrite: true);
        while (true)
        {
            using var again = await serve.Api.GetAsync("/readyz", Ct);
            if (again.StatusCode == HttpStatusCode.OK) break;
            await Task.Delay(200, Ct);
        }
        Assert.Contains((await RuntimesAsync(serve)).EnumerateArray(), runtime => runtime.GetProperty("ready").GetBoolean());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<JsonElement> RuntimesAsync(ServeProcess serve)
    {
        var answer = await serve.Api.GetFromJsonAsync<JsonElement>("/v1/runtimes", Ct);
        return answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("runtimes");
    }
}
