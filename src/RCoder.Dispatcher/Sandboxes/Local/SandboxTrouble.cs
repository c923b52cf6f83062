namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>Why this machine makes no sandboxes, with what to do about it.</summary>
internal static class SandboxTrouble
{
    private const string AppArmor =
        "AppArmor keeps user namespaces from programs that it has no profile for, as it does on Ubuntu since 23.10. "
        + "Allow them, 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0' (a line in /etc/sysctl.d keeps it), or give bwrap an AppArmor profile with 'userns,'";

    private const string NoNamespaces =
        "there are no user namespaces for this user. On Debian 'sudo sysctl -w kernel.unprivileged_userns_clone=1' allows them, "
        + "and user.max_user_namespaces must not be 0; in a container they need a seccomp profile that lets it make them";

    private const string NoBubblewrap = "bubblewrap is not there: 'sudo apt-get install bubblewrap', or tell LocalSandbox:BubblewrapPath";

    public static string Explain(string said) => Remedy(said) is { } remedy ? $"{said}. {remedy}" : said;

    private static string? Remedy(string said) =>
        Has(said, "setting up uid map: Permission denied") || Has(said, "Failed RTM_NEWADDR") ? AppArmor
        : Has(said, "new namespace") ? NoNamespaces
        : Has(said, "bwrap: errno 2") ? NoBubblewrap
        : null;

    private static bool Has(string said, string what) => said.Contains(what, StringComparison.Ordinal);
}
