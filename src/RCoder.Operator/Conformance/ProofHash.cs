using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RCoder.Contracts.Json;
using RCoder.Contracts.Runtimes;

namespace RCoder.Operator.Conformance;

internal static class ProofHash
{
    /// <summary>16 hex digits over all that a proof depends on: the pods (and in them the runner's image), the commands, the limits, the cases.</summary>
    public static string Of(string poolHash, RuntimeSpec spec)
    {
        // How many pods wait, and what the editor shows, proves nothing.
        var proved = spec with { Aliases = [], Pool = new(), Editor = null, Compatibility = null, Local = null };
        var text = $"{PlatformCases.Version}\n{poolHash}\n{JsonSerializer.Serialize(proved, Wire.Json.RuntimeSpec)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
