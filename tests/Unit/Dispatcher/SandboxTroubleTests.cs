using RCoder.Dispatcher.Sandboxes.Local;

namespace RCoder.Unit.Dispatcher;

public sealed class SandboxTroubleTests
{
    [Theory]
    [InlineData("bwrap: setting up uid map: Permission denied", "kernel.apparmor_restrict_unprivileged_userns=0")]
    [InlineData("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "AppArmor profile")]
    [InlineData("bwrap: No permissions to create a new namespace, likely because the kernel does not allow non-privileged user namespaces.", "kernel.unprivileged_userns_clone=1")]
    [InlineData("bwrap: Creating new namespace failed: Operation not permitted", "user.max_user_namespaces")]
    [InlineData("rcoder-runner: cannot start /usr/bin/bwrap: errno 2", "apt-get install bubblewrap")]
    public void What_is_known_comes_with_what_to_do_about_it(string said, string remedy)
    {
        var explained = SandboxTrouble.Explain(said);
        Assert.StartsWith(said, explained, StringComparison.Ordinal);
        Assert.Contains(remedy, explained, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_is_told_as_it_was_said() => Assert.Equal("bwrap: some news", SandboxTrouble.Explain("bwrap: some news"));
}
