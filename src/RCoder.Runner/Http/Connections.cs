namespace RCoder.Runner.Http;

/// <summary>
/// All connections that there are. Whoever reaches the port may make one, and it is a stranger's until it has shown a
/// secret: strangers get a little time, give their places to who comes after them, and keep nothing alive.
/// </summary>
internal sealed class Connections(Func<int> accept, Func<RequestHead, Reply?> admit, Func<RequestHead, byte[], Reply> handle)
{
    internal const int Most = 256;

    private const int MostAtOnce = 16;
    private const double StrangerMs = 10_000;

    private readonly List<HttpConnection> all = [];

    internal IReadOnlyList<HttpConnection> All => all;

    internal bool HasPlace => all.Count < Most || all.Exists(IsStranger);

    /// <summary>Somebody who may is connected.</summary>
    internal bool Attended => all.Exists(connection => connection.Admitted);

    /// <summary>Somebody was told that nothing is left to do, and has been told all of it.</summary>
    internal bool ToldToExit => all.Exists(connection => connection is { ThenExit: true, WantsRoom: false });

    /// <summary>When a stranger's time is up.</summary>
    internal double DueAt => all.Find(IsStranger) is { } oldest ? oldest.OpenedMs + StrangerMs : double.PositiveInfinity;

    /// <summary>Takes those who wait, a few at a time. Most have sent their request by then.</summary>
    internal void Accept(double nowMs)
    {
        for (var i = 0; i < MostAtOnce && HasPlace && accept() is var fd and >= 0; i++)
        {
            if (all.Count >= Most)
            {
                // The oldest is the first: none comes before those that were there.
                var oldest = all.FindIndex(IsStranger);
                all[oldest].Close();
                all.RemoveAt(oldest);
            }
            all.Add(new HttpConnection(fd, nowMs, admit, handle));
            Attend(all[^1], connection => connection.Receive());
        }
    }

    /// <summary>One's turn. What goes wrong in it is that connection's end, and nothing else's.</summary>
    internal static void Attend(HttpConnection connection, Action<HttpConnection> turn)
    {
        try
        {
            turn(connection);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"rcoder-runner: a connection was closed: {e.GetType().Name}: {e.Message}");
            connection.Close();
        }
    }

    internal void Stream()
    {
        foreach (var connection in all) Attend(connection, streaming => streaming.Stream());
    }

    internal void Sweep(double nowMs)
    {
        foreach (var connection in all)
            if (IsStranger(connection) && nowMs >= connection.OpenedMs + StrangerMs) connection.Close();
        all.RemoveAll(connection => connection.Socket < 0);
    }

    private static bool IsStranger(HttpConnection connection) => !connection.Admitted;
}
