using System.Net.Sockets;
using RCoder.Runner.Http;
using RCoder.Runner.Posix;

namespace RCoder.Unit.Runner;

public sealed class ConnectionsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"rcoder-unit-{Guid.NewGuid():N}.sock");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Queue<int> waiting = new();
    private readonly List<Socket> others = [];
    private readonly Connections connections;

    public ConnectionsTests()
    {
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        connections = new(() => waiting.TryDequeue(out var fd) ? fd : -1,
            head => head.Bearer == "right" ? null : Reply.Because(401, "not the secret"),
            (head, _) => head.Path == "/broken" ? throw new NotSupportedException("a bug") : Reply.Ok);
    }

    [Fact]
    public void A_stranger_gives_its_place_to_who_comes_after_it_and_one_with_the_secret_keeps_it()
    {
        var first = Connect("GET / HTTP/1.1\r\nAuthorization: Bearer right\r\n\r\n");
        Accept(0);
        Assert.True(connections.Attended);
        for (var i = 0; i < 2 * Connections.Most; i++)
            Connect(i % 2 == 0 ? "" : "GET / HT");
        Accept(1);
        Assert.Equal(Connections.Most, connections.All.Count);
        Assert.Equal([true, .. Enumerable.Repeat(false, Connections.Most - 1)], connections.All.Select(connection => connection.Admitted));
        Assert.True(IsOpen(first));
        Assert.False(IsOpen(others[1]));
        Assert.True(IsOpen(others[^1]));
    }

    [Fact]
    public void When_all_have_the_secret_who_comes_waits()
    {
        for (var i = 0; i < Connections.Most; i++)
            Connect("GET / HTTP/1.1\r\nAuthorization: Bearer right\r\n\r\n");
        Accept(0);
        Connect("");
        Assert.False(connections.HasPlace);
        connections.Accept(0);
        Assert.Single(waiting);
    }

    [Fact]
    public void A_stranger_has_ten_seconds_however_much_it_sends_and_who_has_the_secret_all_the_time_there_is()
    {
        Assert.True(double.IsPositiveInfinity(connections.DueAt));
        var friend = Connect("GET / HTTP/1.1\r\nAuthorization: Bearer right\r\n\r\n");
        var slow = Connect("GET / HTTP/1.1\r\nSl");
        Accept(1_000);
        Assert.Equal(11_000, connections.DueAt);
        slow.Send("ow: "u8);
        connections.All[1].Receive();
        connections.Sweep(10_999);
        Assert.True(IsOpen(slow));
        connections.Sweep(11_000);
        Assert.False(IsOpen(slow));
        Assert.True(IsOpen(friend));
        Assert.Single(connections.All);
    }

    [Fact]
    public void A_stranger_keeps_nothing_alive()
    {
        Connect("");
        Connect("GET /state HTTP/1.1\r\nAuthorization: Bearer wrong\r\n\r\n");
        Accept(0);
        Assert.False(connections.Attended);
    }

    [Fact]
    public void What_goes_wrong_in_a_connection_is_its_own_end_alone()
    {
        var broken = Connect("GET /broken HTTP/1.1\r\nAuthorization: Bearer right\r\n\r\n");
        var other = Connect("GET / HTTP/1.1\r\nAuthorization: Bearer right\r\n\r\n");
        Accept(0);
        connections.Sweep(0);
        Assert.False(IsOpen(broken));
        Assert.True(IsOpen(other));
    }

    public void Dispose()
    {
        foreach (var connection in connections.All) connection.Close();
        foreach (var other in others) other.Dispose();
        listener.Dispose();
        File.Delete(path);
    }

    private Socket Connect(string text)
    {
        var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Connect(new UnixDomainSocketEndPoint(path));
        others.Add(other);
        other.Send(System.Text.Encoding.ASCII.GetBytes(text));
        using var accepted = listener.Accept();
        // A descriptor that is the connection's alone.
        const int duplicate = 0;
        var fd = Libc.fcntl((int)accepted.SafeHandle.DangerousGetHandle(), duplicate, 0);
        Fd.SetNonBlocking(fd);
        waiting.Enqueue(fd);
        return other;
    }

    private void Accept(double nowMs)
    {
        while (waiting.Count > 0) connections.Accept(nowMs);
    }

    /// <summary>What it was told is read, and then there is no end.</summary>
    private static bool IsOpen(Socket other)
    {
        var buffer = new byte[1 << 10];
        try
        {
            other.Blocking = false;
            while (true)
                if (other.Receive(buffer) == 0) return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.WouldBlock;
        }
    }
}
