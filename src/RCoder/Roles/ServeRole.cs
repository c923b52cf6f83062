namespace RCoder.Roles;

internal static class ServeRole
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
