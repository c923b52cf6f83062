namespace RCoder.Runner.Filtering;

/// <summary>Numbers of system calls on x86-64, by their names in Linux.</summary>
internal static class Syscalls
{
    internal const int
        ioctl = 16, socket = 41, clone = 56, kill = 62, fcntl = 72, syslog = 103, ptrace = 101, personality = 135,
        setpriority = 141, sched_setparam = 142, sched_setscheduler = 144, pivot_root = 155, chroot = 161, acct = 163,
        mount = 165, umount2 = 166, swapon = 167, swapoff = 168, reboot = 169, init_module = 175, delete_module = 176,
        quotactl = 179, tkill = 200, sched_setaffinity = 203, lookup_dcookie = 212, tgkill = 234, kexec_load = 246,
        add_key = 248, request_key = 249, keyctl = 250, ioprio_set = 251, migrate_pages = 256, unshare = 272,
        move_pages = 279, rt_sigqueueinfo = 129, rt_tgsigqueueinfo = 297, perf_event_open = 298, prlimit64 = 302,
        open_by_handle_at = 304, setns = 308, process_vm_readv = 310, process_vm_writev = 311, kcmp = 312,
        finit_module = 313, sched_setattr = 314, memfd_create = 319, kexec_file_load = 320, bpf = 321, userfaultfd = 323,
        pidfd_send_signal = 424, io_uring_setup = 425, io_uring_enter = 426, io_uring_register = 427, open_tree = 428,
        move_mount = 429, fsopen = 430, fsconfig = 431, fsmount = 432, fspick = 433, pidfd_open = 434, clone3 = 435,
        process_madvise = 440, mount_setattr = 442, quotactl_fd = 443, memfd_secret = 447, process_mrelease = 448,
        open_tree_attr = 467;
}
