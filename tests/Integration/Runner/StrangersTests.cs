using System.Net.Sockets;
using System.Text;
using RCoder.Contracts.Executions;
using RCoder.Contracts.Runners;
using RCoder.Runtimes.Runners;

namespace RCoder.Integration.Runner;

/// <summary>Whoever reaches a runner's port without a secret, and what it may do to the run: nothing.</summary>
public sealed class StrangersTests
{
    private const string Token = "pool-token";

    private static readonly string[] Bytes =
    [
        "",
        "GET /state HTTP/1.1\r\nHost: a",
        "\0\0\0\0\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003",
        "GET /state HTTP/1.1\r\n\r\n",
        "GET /state HTTP/1.1\r\nAuthorization: Bearer pool-tokem\r\n\r\nGET /state HTTP/1.1\r\n\r\n",
        "POST /claim HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /claim HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /claim HTTP/1.1\r\nContent-Length: 9223372036854775807\r\n\r\n",
        "POST /state HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
        "POST /done HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7ffffff0\r\nx",
        "POST /done HTTP/1.1\r\nAuthorization: Bearer \r\n\r\n",
        "POST /cancel HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
        $"GET /{new string('a', 100_000)} HTTP/1.1\r\n\r\n",
        $"GET / HTTP/1.1\r\n{string.Concat(Enumerable.Repeat("a: b\r\n", 20_000))}\r\n",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task They_flood_it_and_the_run_ends_as_it_would_have()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, $"RCODER_POOL_TOKEN={Token}");
        using var flood = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var strangers = Enumerable.Range(0, 8).Select(i => FloodAsync(sandbox.Socket, i, flood.Token)).ToArray();
        var plan = Plans.Python("import time\nfor i in range(20):\n    print(i, flush=True)\n    time.sleep(.1)\nprint(input())") with { Interactive = true };

        using var claimed = await sandbox.ClaimAsync(plan, Ct, Token);
        Assert.True(claimed.IsSuccessStatusCode);
        var events = sandbox.EventsAsync(plan, Ct).ToListAsync(Ct);
        using var fed = await sandbox.PostAsync(plan, "/stdin?eof", Ct, "fed\n"u8.ToArray());
        Assert.True(fed.IsSuccessStatusCode);
        var run = new Shared.RunnerOutput(await events, TimeSpan.Zero);
        using (var pool = new RunnerClient(sandbox.Client, Token))
        {
            Assert.Equal(RunnerPhase.Finished, (await pool.StateAsync(Ct)).State);
            await flood.CancelAsync();
            Assert.All(await Task.WhenAll(strangers), connections => Assert.InRange(connections, 20, int.MaxValue));
            Assert.Equal((Outcome.Succeeded, string.Concat(Enumerable.Range(0, 20).Select(i => $"{i}\n")) + "fed\n"), (run.Finished.Outcome, run.Stdout));
            using var done = await sandbox.PostAsync(plan, "/done", Ct);
        }
        Assert.Equal(0, await sandbox.ExitAsync(Ct));
    }

    [Fact]
    public async Task They_hold_every_place_and_the_dispatcher_is_let_in_all_the_same()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, $"RCODER_POOL_TOKEN={Token}");
        var strangers = new List<Socket>();
        try
        {
            for (var i = 0; i < 600; i++)
                strangers.Add(await ConnectAsync(sandbox.Socket, Ct));
            var plan = Plans.Bash("echo here");
            using var claimed = await sandbox.ClaimAsync(plan, Ct, Token);
            Assert.True(claimed.IsSuccessStatusCode);
            Assert.Equal("here\n", new Shared.RunnerOutput(await sandbox.EventsAsync(plan, Ct).ToListAsync(Ct), TimeSpan.Zero).Stdout);
        }
        finally
        {
            strangers.ForEach(stranger => stranger.Dispose());
        }
    }

    [Fact]
    public async Task They_learn_nothing_and_change_nothing()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, $"RCODER_POOL_TOKEN={Token}");
        var plan = Plans.Python("input()") with { Interactive = true };
        using var claimed = await sandbox.ClaimAsync(plan, Ct, Token);
        foreach (var bytes in Bytes)
        {
            using var stranger = await ConnectAsync(sandbox.Socket, Ct);
            await SendAsync(stranger, bytes, Ct);
            stranger.Shutdown(SocketShutdown.Send);
            var answer = await ReadAsync(stranger, Ct);
            Assert.DoesNotContain("HTTP/1.1 2", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(plan.Id.ToString(), answer, StringComparison.Ordinal);
        }
        using var pool = new RunnerClient(sandbox.Client, Token);
        Assert.Equal((RunnerPhase.Claimed, plan.Id), (await pool.StateAsync(Ct) is var state ? state.State : default, state.Execution));
    }

    [Fact]
    public async Task They_do_not_keep_a_runner_alive_that_no_dispatcher_asks_about()
    {
        await using var sandbox = await RunnerSandbox.StartAsync(Ct, $"RCODER_POOL_TOKEN={Token}", "RCODER_ORPHAN_MS=300");
        using (var claimed = await sandbox.ClaimAsync(Plans.Bash("sleep 60"), Ct, Token))
        {
        }
        using var stranger = await ConnectAsync(sandbox.Socket, Ct);
        sandbox.Client.Dispose();
        Assert.Equal(3, await sandbox.ExitAsync(Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));
    }

    /// <summary>How many connections it made.</summary>
    private static async Task<int> FloodAsync(string socket, int first, CancellationToken until)
    {
        var made = 0;
        var kept = new Queue<Socket>();
        try
        {
            while (!until.IsCancellationRequested)
            {
                var stranger = await ConnectAsync(socket, until);
                kept.Enqueue(stranger);
                await SendAsync(stranger, Bytes[(first + made++) % Bytes.Length], until);
                if (kept.Count > 40) kept.Dequeue().Dispose();
            }
        }
        catch (Exception e) when (until.IsCancellationRequested && e is OperationCanceledException)
        {
            // The flood is over.
        }
        finally
        {
            foreach (var stranger in kept) stranger.Dispose();
        }
        return made;
    }

    private static async Task<Socket> ConnectAsync(string socket, CancellationToken ct)
    {
        while (true)
        {
            var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await stranger.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
                return stranger;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // There is a line, and it is full.
                stranger.Dispose();
                await Task.Delay(1, ct);
            }
        }
    }

    private static async Task SendAsync(Socket stranger, string bytes, CancellationToken ct)
    {
        try
        {
            await stranger.SendAsync(Encoding.Latin1.GetBytes(bytes), ct);
        }
        catch (SocketException)
        {
            // It was refused before it had said all.
        }
    }

    private static async Task<string> ReadAsync(Socket stranger, CancellationToken ct)
    {
        var all = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stranger.ReceiveAsync(buffer, ct) is > 0 and var n)
                all.Append(Encoding.Latin1.GetString(buffer, 0, n));
        }
        catch (SocketException)
        {
            // So was it hung up on.
        }
        return all.ToString();
    }
}
