using RCoder.Runner.Filtering;

namespace RCoder.Unit.Runner;

public sealed class ProgramFilterTests
{
    private const int OwnPid = 5;
    private const uint RefusedWith = 0x00050000, EPERM = RefusedWith | 1, ENOSYS = RefusedWith | 38;
    private static readonly BpfInstruction[] Filter = ProgramFilter.Build(OwnPid, allowMemoryFiles: false);

    public static TheoryData<int, int> CallsThatNameAProcess => new()
    {
        { Syscalls.kill, 0 }, { Syscalls.tkill, 0 }, { Syscalls.tgkill, 0 }, { Syscalls.tgkill, 1 }, { Syscalls.rt_sigqueueinfo, 0 },
        { Syscalls.rt_tgsigqueueinfo, 0 }, { Syscalls.rt_tgsigqueueinfo, 1 }, { Syscalls.pidfd_open, 0 }, { Syscalls.prlimit64, 0 },
        { Syscalls.sched_setaffinity, 0 }, { Syscalls.sched_setscheduler, 0 }, { Syscalls.sched_setparam, 0 }, { Syscalls.sched_setattr, 0 },
        { Syscalls.migrate_pages, 0 }, { Syscalls.move_pages, 0 }, { Syscalls.process_vm_readv, 0 }, { Syscalls.process_vm_writev, 0 },
        { Syscalls.kcmp, 0 }, { Syscalls.kcmp, 1 },
    };

    [Theory]
    [MemberData(nameof(CallsThatNameAProcess))]
    public void A_process_older_than_the_program_cannot_be_named(int call, int argument)
    {
        for (ulong pid = 0; pid < 10; pid++)
        {
            var arguments = new ulong[6];
            arguments[argument] = pid;
            Assert.Equal(pid is >= 1 and < OwnPid ? EPERM : BpfMachine.Allowed, Run(call, arguments));
            // The kernel takes an int: what stands above it is no way around.
            arguments[argument] |= 1UL << 32;
            Assert.Equal(pid is >= 1 and < OwnPid ? EPERM : BpfMachine.Allowed, Run(call, arguments));
        }
        Assert.Equal(BpfMachine.Allowed, Run(call, [.. Enumerable.Repeat(unchecked((ulong)-1), 6)]));
    }

    [Fact]
    public void Tracing_is_for_the_programs_own_children()
    {
        Assert.Equal(BpfMachine.Allowed, Run(Syscalls.ptrace, 0, 1));
        Assert.Equal(EPERM, Run(Syscalls.ptrace, 16, 1));
        Assert.Equal(BpfMachine.Allowed, Run(Syscalls.ptrace, 16, OwnPid + 1));
    }

    [Theory]
    [InlineData(8, 1, true)]
    [InlineData(8, OwnPid, false)]
    [InlineData(8, -1, true)]
    [InlineData(8, -OwnPid, false)]
    [InlineData(10, 9, true)]
    [InlineData(15, 0, true)]
    [InlineData(4, 2048, false)]
    [InlineData(1030, 3, false)]
    public void A_descriptors_signals_cannot_go_to_the_runner(int command, int argument, bool refused) =>
        Assert.Equal(refused ? EPERM : BpfMachine.Allowed, Run(Syscalls.fcntl, 0, (ulong)command, unchecked((ulong)argument)));

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(0, OwnPid, false)]
    [InlineData(1, 0, true)]
    [InlineData(2, 0, true)]
    public void Priorities_are_ones_own(int which, int who, bool refused) =>
        Assert.Equal(refused ? EPERM : BpfMachine.Allowed, Run(Syscalls.setpriority, (ulong)which, (ulong)who));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(10, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(38, false)]
    [InlineData(40, false)]
    public void Sockets_are_of_families_that_a_namespace_holds(int family, bool allowed) =>
        Assert.Equal(allowed ? BpfMachine.Allowed : RefusedWith | 97, Run(Syscalls.socket, (ulong)family));

    [Fact]
    public void Threads_and_forks_are_allowed_and_new_namespaces_are_not()
    {
        const ulong thread = 0x3d0f00, fork = 0x1200011;
        Assert.Equal(BpfMachine.Allowed, Run(Syscalls.clone, thread));
        Assert.Equal(BpfMachine.Allowed, Run(Syscalls.clone, fork));
        foreach (var bit in (ulong[])[0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000])
        {
            Assert.Equal(EPERM, Run(Syscalls.clone, bit | 17));
            Assert.Equal(EPERM, Run(Syscalls.unshare, bit));
        }
        Assert.Equal(EPERM, Run(Syscalls.unshare, 0x80));
        Assert.Equal(ENOSYS, Run(Syscalls.clone3));
    }

    [Fact]
    public void Other_ways_into_the_kernel_are_closed()
    {
        Assert.Equal(ENOSYS, BpfMachine.Run(Filter, 20, [1], architecture: 0x40000003));
        Assert.Equal(ENOSYS, Run(0x40000000 + 62, 1, 9));
    }

    [Fact]
    public void Memory_files_are_there_only_where_their_pages_are_counted()
    {
        Assert.Equal(ENOSYS, Run(Syscalls.memfd_create));
        Assert.Equal(BpfMachine.Allowed, BpfMachine.Run(ProgramFilter.Build(OwnPid, allowMemoryFiles: true), Syscalls.memfd_create, []));
    }

    [Fact]
    public void What_ordinary_programs_do_is_allowed()
    {
        // read, write, open, mmap, futex, exit_group, openat, execve, getpid, wait4, epoll_wait, pipe2, getrandom
        foreach (var call in (int[])[0, 1, 2, 9, 202, 231, 257, 59, 39, 61, 232, 293, 318])
            Assert.Equal(BpfMachine.Allowed, Run(call));
    }

    private static uint Run(int call, params ulong[] arguments) => BpfMachine.Run(Filter, call, arguments);
}
