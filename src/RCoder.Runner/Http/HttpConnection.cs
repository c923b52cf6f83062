using RCoder.Runner.Outputs;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Http;

/// <summary>One connection of a dispatcher: requests in, answers and live events out, never waiting for the other side.</summary>
internal sealed class HttpConnection(int fd, double openedMs, Func<RequestHead, Reply?> admit, Func<RequestHead, byte[], Reply> handle)
{
    private const int EnoughPending = 256 << 10;

    private byte[] input = new byte[8 << 10];
    private int inputLength;
    private byte[] output = [];
    private int outputStart, outputEnd;
    private RequestHead? head;
    private EventLog? events;
    private int nextEvent;
    private bool closing;
    private int socket = fd;

    internal int Socket => socket;
    internal bool WantsRoom => outputEnd > outputStart;
    internal bool Streaming => events is not null;
    internal double OpenedMs => openedMs;

    /// <summary>It has asked for something with the secret that it takes. Until then it is anybody's.</summary>
    internal bool Admitted { get; private set; }

    /// <summary>Its last answer was the end.</summary>
    internal bool ThenExit { get; private set; }

    /// <summary>Takes what has come and answers it.</summary>
    internal void Receive()
    {
        // What comes after its last request is nobody's.
        if (closing) inputLength = 0;
        if (inputLength == input.Length) Array.Resize(ref input, input.Length * 2);
        var n = Fd.Read(socket, input.AsSpan(inputLength));
        if (n < 0) return;
        if (n == 0)
        {
            Close();
            return;
        }
        inputLength += n;
        try
        {
            while (socket >= 0 && !closing && !Streaming && Next()) { }
        }
        catch (FormatException e)
        {
            closing = true;
            Send(Reply.Because(400, e.Message), keepAlive: false);
        }
        Flush();
    }

    /// <summary>Hands on the events that came since, as far as the other side takes them: room for more is told by poll, but only once there was none.</summary>
    internal void Stream()
    {
        while (events is not null && !WantsRoom && (nextEvent < events.Count || events.Complete))
        {
            WriteEvents(events);
            if (events.Complete && nextEvent == events.Count)
            {
                Write("0\r\n\r\n"u8);
                events = null;
            }
            Flush();
        }
    }

    private void WriteEvents(EventLog log)
    {
        Span<byte> size = stackalloc byte[16];
        while (nextEvent < log.Count && outputEnd - outputStart < EnoughPending)
        {
            var json = log.Json(nextEvent++);
            (json.Length + 1).TryFormat(size, out var digits, "x");
            Write(size[..digits]);
            Write("\r\n"u8);
            Write(json);
            Write("\n\r\n"u8);
        }
    }

    internal void Flush()
    {
        while (socket >= 0 && WantsRoom)
        {
            var n = Fd.Write(socket, output.AsSpan(outputStart, outputEnd - outputStart));
            if (n == 0) return;
            if (n < 0)
            {
                Close();
                return;
            }
            outputStart += n;
        }
        outputStart = outputEnd = 0;
        if (closing && !Streaming) Close();
    }

    internal void Close()
    {
        events = null;
        (outputStart, outputEnd) = (0, 0);
        Fd.Close(ref socket);
    }

    private bool Next()
    {
        var available = input.AsSpan(0, inputLength);
        if (head is null)
        {
            head = RequestHead.Read(available);
            if (head is null) return false;
            // Who may not ask is not listened to.
            if (admit(head) is { } refusal) return Refuse(refusal);
            Admitted = true;
            if (head.Length > RequestBody.Largest) return Refuse(TooLarge);
            if (head.ExpectsContinue) Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        }
        if (RequestBody.Read(head, available[head.Bytes..]) is not { } body)
            return inputLength > RequestBody.Largest + RequestHead.Longest && Refuse(TooLarge);
        var request = head;
        var used = request.Bytes + body.Bytes;
        available[used..].CopyTo(input);
        inputLength -= used;
        head = null;
        var reply = handle(request, body.Body);
        closing = !request.KeepAlive;
        Send(reply, request.KeepAlive);
        if (reply.Events is { } log) (events, nextEvent) = (log, reply.EventsFrom);
        ThenExit |= reply.ThenExit;
        return true;
    }

    private static Reply TooLarge => Reply.Because(413, $"the body is larger than {RequestBody.Largest} bytes");

    private bool Refuse(Reply reply)
    {
        closing = true;
        Send(reply, keepAlive: false);
        return false;
    }

    private void Send(Reply reply, bool keepAlive)
    {
        Write(reply.Head(keepAlive));
        Write(reply.Body.Span);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (output.Length - outputEnd < bytes.Length)
        {
            var pending = outputEnd - outputStart;
            if (output.Length - pending < bytes.Length)
                Array.Resize(ref output, Math.Max(output.Length * 2, outputEnd + bytes.Length));
            output.AsSpan(outputStart, pending).CopyTo(output);
            (outputStart, outputEnd) = (0, pending);
        }
        bytes.CopyTo(output.AsSpan(outputEnd));
        outputEnd += bytes.Length;
    }
}
