using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RCoder.Contracts.Executions;

namespace RCoder.Dispatcher.Runs;

/// <summary>
/// The secret of each claim: HMAC-SHA-256 (RFC 2104) of the execution and its attempt under the pool's token. So a
/// dispatcher that takes over can speak to a runner that another one claimed, and no log holds a secret.
/// </summary>
internal sealed class PlanSecrets(IOptions<DispatcherOptions> options)
{
    private readonly byte[] key = options.Value.PoolToken is { Length: > 0 } token ? Encoding.UTF8.GetBytes(token) : RandomNumberGenerator.GetBytes(32);

    public string For(ExecutionId id, int attempt) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}/{attempt}")));
}
