using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace RCoder.Configuration;

/// <summary>An IP address that this machine can listen on. Asked of the machine at the start: told later, it would not be told with the rest.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LocalAddressAttribute() : ValidationAttribute(
    "must be an IP address of this machine: 127.0.0.1 for this machine alone, 0.0.0.0 for all that reach it")
{
    // What is empty is for [Required] to say.
    public override bool IsValid(object? value) => value is null or "" || (value is string text && Read(text) is { } address && IsOfThisMachine(address));

    /// <summary>Null for what is no address, and for the short and octal ways to write one: '1.2' is 1.0.0.2 to nobody who wrote it.</summary>
    private static IPAddress? Read(string text) =>
        IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 ? text[0] != '[' : $"{address}" == text) ? address : null;

    private static bool IsOfThisMachine(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
