using System.Net;
using System.Text.RegularExpressions;
using RCoder.Cluster.Clusters;
using RCoder.Cluster.Runtimes;
using RCoder.Contracts.Executions;

namespace RCoder.Cluster.Install;

/// <summary>RCoder with Docker alone.</summary>
[Collection(nameof(Alone))]
public sealed partial class ComposeTests(ComposeProject project, ITestOutputHelper output) : IClassFixture<ComposeProject>
{
    [Fact]
    public async Task Its_first_programs_run()
    {
        Skip();
        output.WriteLine($"docker compose up --wait took {project.ReadyAfter.TotalSeconds:0.0} s");
        var python = await project.Api.RunAsync("python", "print(6 * 7)");
        Assert.Equal((Outcome.Succeeded, "42\n"), (python.Outcome, python.Stdout));
        var javascript = await project.Api.RunAsync("javascript", "console.log(6 * 7)");
        Assert.Equal((Outcome.Succeeded, "42\n"), (javascript.Outcome, javascript.Stdout));
        Assert.Contains("<script", await project.Editor.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_finds_nothing_of_the_one_before()
    {
        Skip();
        for (var i = 0; i < 4; i++)
        {
            var result = await project.Api.RunAsync("python", "import os\nprint(os.listdir('/workspace'), os.listdir('/tmp'))\nopen('/tmp/left', 'w').write('x')\n");
            Assert.Equal((Outcome.Succeeded, "['main.py'] []\n"), (result.Outcome, result.Stdout));
        }
    }

    [Fact]
    public async Task A_program_reaches_no_service_and_nothing_outside()
    {
        Skip();
        var result = await project.Api.RunAsync("python", """
            import socket
            own = socket.gethostbyname(socket.gethostname()).rsplit('.', 1)[0]
            targets = [('kafka', 9092), ('api', 8080), ('dispatcher', 8081), ('javascript', 7070), ('192.0.2.1', 80), ('198.18.1.1', 22), ('169.254.169.254', 80)]
            # The networks of all languages, with this machine's own address in each, and the dispatcher in our own.
            targets += [(f'{own}.{16 * i + 1}', port) for i in range(12) for port in (8080, 18080)] + [(f'{own}.{n}', 8081) for n in range(144, 160)]
            reached = []
            for host, port in targets:
                try:
                    socket.create_connection((host, port), 0.2).close()
                    reached.append((host, port))
                except OSError:
                    pass
            print(reached)
            """);
        Assert.Equal((Outcome.Succeeded, "[]\n"), (result.Outcome, result.Stdout));
    }

    [Fact]
    public async Task A_program_that_reaches_one_of_its_own_language_learns_nothing_of_it_and_does_nothing_to_it()
    {
        Skip();
        var beside = await project.Api.AcceptAsync("python", "import time\ntime.sleep(6)\nprint('undisturbed')\n");
        var result = await project.Api.RunAsync("python", """
            import socket, time
            own = socket.gethostbyname(socket.gethostname())
            # The token of compose.yaml is one that everybody knows, unless it was changed.
            known = b'Authorization: Bearer only-for-this-machine\r\n'
            requests = [
                b'GET /state HTTP/1.1\r\n\r\n',
                b'GET /state HTTP/1.1\r\n' + known + b'\r\n',
                b'POST /retire HTTP/1.1\r\n' + known + b'\r\n',
                b'POST /claim HTTP/1.1\r\n' + known + b'Content-Length: 2\r\n\r\n{}',
                b'POST /state HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n',
                b'GET /' + b'a' * 100_000,
            ]
            reached, told, until = set(), [], time.time() + 5
            while not reached and time.time() < until:
                for n in range(146, 158):
                    host = f"{own.rsplit('.', 1)[0]}.{n}"
                    for request in requests if host != own else []:
                        try:
                            with socket.create_connection((host, 7070), 0.2) as stranger:
                                reached.add(host)
                                stranger.settimeout(1)
                                stranger.sendall(request)
                                told.append(stranger.recv(4096))
                        except OSError:
                            pass
            print(len(reached) > 0, [answer for answer in told if answer])
            """);
        Assert.Equal((Outcome.Succeeded, "True []\n"), (result.Outcome, result.Stdout));
        var undisturbed = await project.Api.ResultAsync(beside);
        Assert.Equal((Outcome.Succeeded, "undisturbed\n", 1), (undisturbed.Outcome, undisturbed.Stdout, undisturbed.Attempt));
    }

    [Fact]
    public async Task What_is_killed_comes_back_and_no_accepted_run_is_lost()
    {
        Skip();
        var ids = new List<ExecutionId>();
        for (var i = 0; i < 4; i++)
            ids.Add(await project.Api.AcceptAsync("python", $"import time\ntime.sleep(4)\nprint({i})\n"));
        await ComposeProject.CrashAsync("python");
        await ComposeProject.CrashAsync("dispatcher");
        await ComposeProject.CrashAsync("api");
        await ComposeProject.CrashAsync("kafka");
        await Waiting.Until("the API to be back", () => IsReady(project.Api), TimeSpan.FromMinutes(2));
        for (var i = 0; i < ids.Count; i++)
        {
            var result = await project.Api.ResultAsync(ids[i]);
            Assert.Equal((Outcome.Succeeded, $"{i}\n"), (result.Outcome, result.Stdout));
        }
    }

    [Fact]
    public async Task Every_setting_of_compose_is_in_the_example_with_its_default()
    {
        var used = Setting().Matches(await File.ReadAllTextAsync(Path.Combine(Tool.Root, "compose.yaml"), TestContext.Current.CancellationToken))
            .Select(match => $"{match.Groups[1].Value}={match.Groups[2].Value}").Distinct().Order(StringComparer.Ordinal);
        var example = (await File.ReadAllLinesAsync(Path.Combine(Tool.Root, ".env.example"), TestContext.Current.CancellationToken))
            .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#')).Order(StringComparer.Ordinal);
        Assert.Equal(used, example);
    }

    [Fact]
    public async Task Each_language_has_the_image_that_it_has_on_a_cluster()
    {
        var services = LanguageService().Matches(await File.ReadAllTextAsync(Path.Combine(Tool.Root, "compose.yaml"), TestContext.Current.CancellationToken))
            .Select(match => (Name: match.Groups[1].Value, Image: match.Groups[2].Value));
        Assert.Equal(Manifests.Shipped.Select(name => (name, Manifests.Read(name).Spec!.Image)).Order(), services.Order());
    }

    private void Skip() => Assert.SkipWhen(project.Missing is not null, project.Missing ?? "");

    private static bool IsReady(HttpClient api)
    {
        try
        {
            using var response = api.Send(new HttpRequestMessage(HttpMethod.Get, "/readyz"), TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\$\{(\w+):-([^}]*)\}")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\n  (\w+): \{<<: \*language, image: ""([^""]+)""")]
    private static partial Regex LanguageService();
}
