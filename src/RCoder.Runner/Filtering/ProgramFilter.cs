using RCoder.Runner.Posix;
using static RCoder.Runner.Filtering.Syscalls;

namespace RCoder.Runner.Filtering;

/// <summary>
/// What a program may not ask of the kernel. The program shares its uid with the runner, so the kernel alone would let
/// it signal, trace or throttle process 1: every call that names a process by number is refused for the numbers below
/// the program's own, which are those of the runner and its threads.
/// </summary>
internal static class ProgramFilter
{
    private const uint NewNamespaces = 0x7e020000, NewTimeNamespace = 0x80;

    /// <param name="ownPid">Of the launcher, which becomes the program: every thread of the runner is older.</param>
    /// <param name="allowMemoryFiles">Whether a memory cgroup counts the pages of a memfd, which no process need have mapped.</param>
    internal static BpfInstruction[] Build(int ownPid, bool allowMemoryFiles)
    {
        var filter = new BpfAssembler();

        // Frequent calls first: the filter is run from its start.
        filter.Check(fcntl, rule => CheckFcntl(rule, ownPid));
        filter.Check(ioctl, CheckIoctl);
        filter.Check(clone, rule => { rule.LoadArgument(0); rule.RefuseIfAnyBit(NewNamespaces); });
        // Its flags are behind a pointer, where no filter sees; libc falls back to clone.
        filter.Refuse(Errno.ENOSYS, clone3);
        filter.Check(socket, CheckSocket);
        filter.Check(prlimit64, rule => RefuseRunner(rule, 0, ownPid));

        foreach (var call in (ReadOnlySpan<int>)[kill, tkill, rt_sigqueueinfo, pidfd_open, sched_setaffinity, sched_setscheduler,
            sched_setparam, sched_setattr, migrate_pages, move_pages, process_vm_readv, process_vm_writev])
            filter.Check(call, rule => RefuseRunner(rule, 0, ownPid));
        foreach (var call in (ReadOnlySpan<int>)[tgkill, rt_tgsigqueueinfo, kcmp])
            filter.Check(call, rule => { RefuseRunner(rule, 0, ownPid); RefuseRunner(rule, 1, ownPid); });
        filter.Check(ptrace, rule =>
        {
            const uint traceMe = 0;
            rule.LoadArgument(0);
            rule.AllowIfEqual(traceMe);
            RefuseRunner(rule, 1, ownPid);
        });
        filter.Check(setpriority, rule => CheckPriority(rule, ownPid, process: 0, group: 1, user: 2));
        filter.Check(ioprio_set, rule => CheckPriority(rule, ownPid, process: 1, group: 2, user: 3));
        // It takes a /proc/<pid> directory for a process, so numbers say nothing.
        filter.Refuse(Errno.ENOSYS, pidfd_send_signal, process_madvise, process_mrelease);

        filter.Check(unshare, rule => { rule.LoadArgument(0); rule.RefuseIfAnyBit(NewNamespaces | NewTimeNamespace); });
        filter.Check(personality, CheckPersonality);
        if (!allowMemoryFiles) filter.Refuse(Errno.ENOSYS, memfd_create);
        filter.Refuse(Errno.ENOSYS, memfd_secret, io_uring_setup, io_uring_enter, io_uring_register);
        filter.Refuse(Errno.EPERM,
            mount, umount2, pivot_root, chroot, setns, open_tree, open_tree_attr, move_mount, fsopen, fsconfig, fsmount, fspick,
            mount_setattr, bpf, perf_event_open, userfaultfd, keyctl, add_key, request_key, kexec_load, kexec_file_load,
            init_module, finit_module, delete_module, open_by_handle_at, swapon, swapoff, reboot, acct, quotactl,
            quotactl_fd, syslog, lookup_dcookie);
        return filter.Build();
    }

    private static void RefuseRunner(BpfAssembler rule, int argument, int ownPid)
    {
        rule.LoadArgument(argument);
        rule.RefuseIfBetween(1, (uint)ownPid);
    }

    /// <summary>Who gets the signals of a descriptor, and which: another way to send one.</summary>
    private static void CheckFcntl(BpfAssembler rule, int ownPid)
    {
        rule.LoadArgument(1);
        rule.RefuseIfEqual(Fcntl.SetSignal);
        rule.RefuseIfEqual(Fcntl.SetOwnerEx);
        rule.WhenEqual(Fcntl.SetOwner, owner =>
        {
            RefuseRunner(owner, 2, ownPid);
            owner.RefuseIfBetween((uint)-ownPid + 1, uint.MaxValue);
            owner.RefuseIfEqual(uint.MaxValue);
        });
    }

    private static void CheckIoctl(BpfAssembler rule)
    {
        const uint pushTerminalInput = 0x5412, setOwner = 0x8901, setProcessGroup = 0x8902;
        rule.LoadArgument(1);
        rule.RefuseIfEqual(pushTerminalInput);
        rule.RefuseIfEqual(setOwner);
        rule.RefuseIfEqual(setProcessGroup);
    }

    /// <summary>Only what a namespace of its own holds: AF_VSOCK, for one, reaches the machine's host from any.</summary>
    private static void CheckSocket(BpfAssembler rule)
    {
        const uint unix = 1, inet = 2, inet6 = 10, netlink = 16;
        rule.LoadArgument(0);
        rule.AllowIfEqual(unix);
        rule.AllowIfEqual(inet);
        rule.AllowIfEqual(inet6);
        rule.AllowIfEqual(netlink);
        rule.RefuseAll(Errno.EAFNOSUPPORT);
    }

    private static void CheckPriority(BpfAssembler rule, int ownPid, uint process, uint group, uint user)
    {
        rule.LoadArgument(0);
        rule.RefuseIfEqual(group);
        rule.RefuseIfEqual(user);
        rule.WhenEqual(process, own => RefuseRunner(own, 1, ownPid));
    }

    private static void CheckPersonality(BpfAssembler rule)
    {
        const uint query = uint.MaxValue, linux = 0, noRandomization = 0x40000;
        rule.LoadArgument(0);
        rule.AllowIfEqual(query);
        rule.AllowIfEqual(linux);
        rule.AllowIfEqual(noRandomization);
        rule.RefuseAll(Errno.EPERM);
    }
}
