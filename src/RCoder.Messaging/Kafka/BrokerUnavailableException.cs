namespace RCoder.Messaging.Kafka;

/// <summary>Kafka did not take a record in time: nothing was accepted, and nothing is kept to be tried again later.</summary>
public sealed class BrokerUnavailableException : Exception
{
    public BrokerUnavailableException(string message, Exception? inner = null)
        : base(message, inner) { }

    public BrokerUnavailableException() { }

    public BrokerUnavailableException(string message)
        : base(message) { }
}
