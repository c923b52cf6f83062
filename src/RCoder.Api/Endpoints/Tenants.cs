namespace RCoder.Api.Endpoints;

internal static class Tenants
{
    /// <summary>Whoever does not say who they are.</summary>
    public const string Anonymous = "anonymous";
}
