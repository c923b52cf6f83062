namespace RCoder.Messaging.Embedded;

/// <summary>
/// Rung by every write to the embedded broker, when it begins and when it is there. That broker answers a fetch at once
/// when there is something, and else only after the whole wait; so a reader asks often while there is traffic, stops
/// asking when there is none, and starts again at the bell. Without it, three readers cost 7 % of a core for nothing.
/// </summary>
internal sealed class Doorbell(TimeProvider time)
{
    private long lastRing = time.GetTimestamp();

    public event Action? Rang;

    public TimeSpan Quiet => time.GetElapsedTime(Volatile.Read(ref lastRing));

    public void Ring()
    {
        Volatile.Write(ref lastRing, time.GetTimestamp());
        Rang?.Invoke();
    }
}
