using System.Text;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Probing;

/// <summary>
/// Gives stdin back, then looks at where it is as a hostile program would: one line for each thing, <c>ok</c> or what is
/// wrong with it. 1 when something is.
/// </summary>
internal static class Surroundings
{
    internal static int Run(bool networkAllowed)
    {
        Echo();
        // The slowest, as what is cut off does not answer, goes on while the others are looked at.
        using var network = networkAllowed ? null : new Network();
        return Report("user", Privileges.User())
            & Report("capabilities", Privileges.Capabilities())
            & Report("privileges", Privileges.NewPrivileges())
            & Report("process 1", Privileges.OfProcessOne())
            & Report("environment", Secrets.InEnvironment())
            & Report("tokens", Secrets.InFiles())
            & Report("workspace", Files.CanWriteIn("."))
            & Report("/tmp", Files.CanWriteIn("/tmp"))
            & Report("other files", Files.WritableElsewhere())
            & (network is null || Report("network", network.Reached()))
            ? 0 : 1;
    }

    private static bool Report(string what, string? problem)
    {
        Fd.WriteAll(1, Encoding.UTF8.GetBytes($"{what}: {problem ?? "ok"}\n"));
        return problem is null;
    }

    private static void Echo()
    {
        Span<byte> buffer = stackalloc byte[4096];
        int n;
        while ((n = Fd.Read(0, buffer)) > 0) Fd.WriteAll(1, buffer[..n]);
    }
}
