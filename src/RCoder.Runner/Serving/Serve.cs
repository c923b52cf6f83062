using System.Globalization;
using RCoder.Contracts.Runners;
using RCoder.Runner.Http;
using RCoder.Runner.Launching;
using RCoder.Runner.Posix;
using RCoder.Runner.Supervision;

namespace RCoder.Runner.Serving;

/// <summary>
/// The runner itself: one loop on one thread over every descriptor there is. (The reaper is the only other one; all
/// threads are older than the first launcher, whose filter keeps the program from every process that is.)
/// </summary>
internal sealed unsafe class Serve
{
    private const int LauncherFailed = 4;
    private const int NetworkOpen = 5;

    private readonly Listener listener = new();
    private readonly Reaper reaper = new();
    private readonly Sandbox sandbox;
    private readonly Routes routes;
    private readonly Connections connections;
    private readonly double orphanMs;
    private readonly int lifeline;
    private LauncherProcess launcher;
    private double attendedMs;

    internal static int Run()
    {
        if (Libc.getpid() != 1)
        {
            // At the end of a run it kills everything that it can see.
            Console.Error.WriteLine("rcoder-runner: serves only as process 1 of a PID namespace of its own");
            return 2;
        }
        return new Serve().Loop();
    }

    private Serve()
    {
        Libc.prctl(ProcessControl.SetDumpable, 0, 0, 0, 0);
        Libc.signal(Signals.Pipe, 1);
        lifeline = Environment.GetEnvironmentVariable("RCODER_LIFELINE_FD") is { } fd ? int.Parse(fd, CultureInfo.InvariantCulture) : -1;
        if (lifeline >= 0 && Libc.fcntl(lifeline, Fcntl.GetFd, 0) < 0) lifeline = -1;
        if (lifeline >= 0)
        {
            Fd.SetCloseOnExec(lifeline, true);
            // Between this and whoever holds the lifeline is the sandbox's own parent: without it nobody would clean up.
            Libc.prctl(ProcessControl.SetParentDeathSignal, Signals.Kill, 0, 0, 0);
        }
        orphanMs = double.Parse(Environment.GetEnvironmentVariable("RCODER_ORPHAN_MS") ?? "60000", CultureInfo.InvariantCulture);
        sandbox = new Sandbox();
        routes = new Routes(Secrets.PoolToken(), Start);
        connections = new Connections(listener.Accept, routes.Admit, routes.Handle);
        launcher = Spawn();
        Warmup.Run();
        // Who connects meanwhile waits: the port is open.
        if (!NetworkGate.Closes()) Libc._exit(NetworkOpen);
    }

    private Execution Start(Plan plan)
    {
        attendedMs = Clock.NowMs;
        try
        {
            return new Execution(plan, sandbox, launcher, Spawn);
        }
        catch (Exception e)
        {
            // Its launcher is half started: another claim would find it so.
            Console.Error.WriteLine($"rcoder-runner: the program could not be started: {e.GetType().Name}: {e.Message}");
            Libc._exit(LauncherFailed);
            throw;
        }
    }

    private LauncherProcess Spawn()
    {
        launcher = LauncherProcess.Spawn(sandbox.Cgroup is null ? LaunchMode.RefuseMemoryFiles : LaunchMode.AllowMemoryFiles);
        reaper.ChildStarted();
        return launcher;
    }

    private int Loop()
    {
        const int firstConnection = 7;
        var fds = stackalloc PollFd[Connections.Most + firstConnection];
        while (true)
        {
            var phase = routes.Execution?.Current;
            var count = 0;
            void Watch(int fd, short events)
            {
                fds[count++] = new PollFd { Fd = fd, Events = events };
            }
            Watch(listener.Socket, connections.HasPlace ? Poll.In : (short)0);
            Watch(reaper.Results, Poll.In);
            Watch(lifeline, Poll.In);
            Watch(phase?.Stdout.Pipe ?? -1, Poll.In);
            Watch(phase?.Stderr.Pipe ?? -1, Poll.In);
            Watch(phase is { Stdin.WantsRoom: true } ? phase.Stdin.Pipe : -1, Poll.Out);
            Watch(launcher.Control, Poll.In);
            foreach (var connection in connections.All)
                Watch(connection.Socket, (short)((connection.Streaming ? Poll.PeerClosed : Poll.In) + (connection.WantsRoom ? Poll.Out : 0)));

            Libc.poll(fds, (nuint)count, Timeout(phase));
            var now = Clock.NowMs;
            if (fds[2].Ready != 0) return 0;

            if (fds[6].Ready != 0) launcher.ReadReports();
            while (fds[1].Ready != 0 && reaper.TryTake(out var reaped))
            {
                phase?.OnReaped(reaped);
                if (routes.Execution is not null || reaped.Pid != launcher.Pid) continue;
                Console.Error.WriteLine($"rcoder-runner: its launcher ended (errno {launcher.Errno}, status {reaped.Status}): there is nothing to run a program with");
                return LauncherFailed;
            }
            if (phase is not null)
            {
                if (fds[5].Ready != 0) phase.Stdin.Feed();
                // After the end everything that was written is in the pipes: to read it now spares another turn.
                if (fds[3].Ready != 0 || fds[4].Ready != 0 || phase.MainEnded) phase.ReadOutput(now);
                phase.Tick(now);
            }
            routes.Execution?.Advance(now);

            for (var i = 0; i < connections.All.Count; i++)
            {
                var ready = fds[firstConnection + i].Ready;
                if (ready == 0) continue;
                if ((ready & Poll.Out) != 0) Connections.Attend(connections.All[i], connection => connection.Flush());
                if ((ready & (Poll.In | Poll.HangUp | Poll.Error | Poll.PeerClosed)) != 0) Connections.Attend(connections.All[i], connection => connection.Receive());
            }
            if (fds[0].Ready != 0) connections.Accept(now);
            connections.Stream();
            if (connections.ToldToExit) return 0;
            connections.Sweep(now);
            if (Orphaned(now)) return 3;
        }
    }

    private int Timeout(PhaseRun? phase)
    {
        var due = Math.Min(phase?.DueAt ?? double.PositiveInfinity, connections.DueAt);
        if (routes.Execution is not null) due = Math.Min(due, attendedMs + orphanMs);
        return double.IsInfinity(due) ? -1 : (int)Math.Ceiling(Math.Max(0, due - Clock.NowMs));
    }

    private bool Orphaned(double now)
    {
        if (routes.Execution is not { } execution) return false;
        // Once it has finished, it is for the dispatcher to say that it has all.
        if (connections.Attended && !execution.Finished) attendedMs = now;
        return now >= attendedMs + orphanMs;
    }
}
