using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace RCoder.Runner.Posix;

/// <summary>The calls of Linux that the runner is made of. Names and arguments are those of the manual pages.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", SetLastError = true)] internal static partial nint read(int fd, void* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint write(int fd, void* buffer, nuint count);
    [LibraryImport("libc", SetLastError = true)] internal static partial int close(int fd);
    [LibraryImport("libc", SetLastError = true)] internal static partial int dup2(int fd, int target);
    [LibraryImport("libc", SetLastError = true)] internal static partial int open(byte* path, int flags, uint mode);
    [LibraryImport("libc", SetLastError = true)] internal static partial int openat(int directory, byte* path, int flags, uint mode);
    [LibraryImport("libc", SetLastError = true)] internal static partial int mkdirat(int directory, byte* path, uint mode);
    [LibraryImport("libc", SetLastError = true)] internal static partial int rename(byte* from, byte* to);
    [LibraryImport("libc", SetLastError = true)] internal static partial int chmod(byte* path, uint mode);
    [LibraryImport("libc", SetLastError = true)] internal static partial int chdir(byte* path);
    [LibraryImport("libc", SetLastError = true)] internal static partial int access(byte* path, int mode);
    [LibraryImport("libc", SetLastError = true)] internal static partial int unlink(byte* path);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint lseek(int fd, nint offset, int whence);
    [LibraryImport("libc", SetLastError = true)] internal static partial int fcntl(int fd, int command, nint argument);
    [LibraryImport("libc", SetLastError = true)] internal static partial int pipe2(int* fds, int flags);
    [LibraryImport("libc", SetLastError = true)] internal static partial int socketpair(int domain, int type, int protocol, int* fds);
    [LibraryImport("libc", SetLastError = true)] internal static partial int socket(int domain, int type, int protocol);
    [LibraryImport("libc", SetLastError = true)] internal static partial int bind(int fd, void* address, uint length);
    [LibraryImport("libc", SetLastError = true)] internal static partial int listen(int fd, int backlog);
    [LibraryImport("libc", SetLastError = true)] internal static partial int connect(int fd, void* address, uint length);
    [LibraryImport("libc", SetLastError = true)] internal static partial int inet_pton(int family, byte* text, void* address);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint recv(int fd, void* buffer, nuint count, int flags);
    [LibraryImport("libc", SetLastError = true)] internal static partial int accept4(int fd, void* address, uint* length, int flags);
    [LibraryImport("libc", SetLastError = true)] internal static partial int setsockopt(int fd, int level, int option, void* value, uint length);
    [LibraryImport("libc", SetLastError = true)] internal static partial int getsockopt(int fd, int level, int option, void* value, uint* length);
    [LibraryImport("libc", SetLastError = true)] internal static partial int poll(PollFd* fds, nuint count, int timeout);
    [LibraryImport("libc", SetLastError = true)] internal static partial int kill(int pid, int signal);
    [LibraryImport("libc", SetLastError = true)] internal static partial int wait4(int pid, int* status, int options, ResourceUsage* usage);
    [LibraryImport("libc", SetLastError = true)] internal static partial int getrusage(int who, ResourceUsage* usage);
    [LibraryImport("libc", SetLastError = true)] internal static partial int prlimit(int pid, int resource, ulong* value, ulong* old);
    [LibraryImport("libc", SetLastError = true)] internal static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);
    [LibraryImport("libc", SetLastError = true)] internal static partial int clock_gettime(int clock, long* time);
    [LibraryImport("libc", SetLastError = true)] internal static partial int fstatfs(int fd, FileSystemStatistics* result);
    [LibraryImport("libc", SetLastError = true)] internal static partial int execve(byte* path, byte** arguments, byte** environment);
    [LibraryImport("libc", SetLastError = true)] internal static partial int setgroups(nuint count, uint* groups);
    [LibraryImport("libc", SetLastError = true)] internal static partial int setgid(uint group);
    [LibraryImport("libc", SetLastError = true)] internal static partial int setuid(uint user);
    [LibraryImport("libc", SetLastError = true)] internal static partial int setsid();
    [LibraryImport("libc", SetLastError = true)] internal static partial int setpriority(int which, uint who, int priority);
    [LibraryImport("libc")] internal static partial byte* getenv(byte* name);
    [LibraryImport("libc")] internal static partial uint umask(uint mask);
    [LibraryImport("libc")] internal static partial int getpid();
    [LibraryImport("libc")] internal static partial int getppid();
    [LibraryImport("libc")] internal static partial uint geteuid();
    [LibraryImport("libc")] internal static partial void _exit(int code);
    [LibraryImport("libc")] internal static partial nint signal(int number, nint handler);
    [LibraryImport("libc", SetLastError = true)] internal static partial int sigprocmask(int how, ulong* set, ulong* old);
    [LibraryImport("libc", SetLastError = true)] internal static partial nint syscall(nint number, nint a, nint b, nint c, nint d);

    // These return an errno instead of setting it.
    [LibraryImport("libc")] internal static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_init(void* actions);
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int target);
    [LibraryImport("libc")] internal static partial int posix_spawn_file_actions_destroy(void* actions);

    internal static int LastError => Marshal.GetLastPInvokeError();
}

[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    internal int Fd;
    internal short Events;
    internal short Ready;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ResourceUsage
{
    internal long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds, MaxResidentKiB;
    private fixed long rest[13];

    internal readonly double CpuMs =>
        (UserSeconds + SystemSeconds) * 1e3 + (UserMicroseconds + SystemMicroseconds) / 1e3;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FileSystemStatistics
{
    internal long Type, BlockSize, Blocks, BlocksFree, BlocksAvailable, Files, FilesFree, Id, NameLength, FragmentSize, Flags;
    private fixed long spare[4];
}
