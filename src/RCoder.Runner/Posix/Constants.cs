namespace RCoder.Runner.Posix;

internal static class Errno
{
    internal const int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, E2BIG = 7, ENOEXEC = 8, ECHILD = 10, EAGAIN = 11,
        EACCES = 13, ENOTDIR = 20, ENOSYS = 38, EAFNOSUPPORT = 97;
}

internal static class OpenFlags
{
    internal const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, Truncate = 0x200,
        NonBlocking = 0x800, Directory = 0x10000, NoFollow = 0x20000, CloseOnExec = 0x80000, Path = 0x200000;
}

internal static class Poll
{
    internal const short In = 1, Out = 4, Error = 8, HangUp = 16, PeerClosed = 0x2000;
}

internal static class Fcntl
{
    internal const int GetFd = 1, SetFd = 2, SetFlags = 4, SetOwner = 8, SetSignal = 10, SetOwnerEx = 15, CloseOnExec = 1;
}

internal static class Resource
{
    internal const int Cpu = 0, FileSize = 1, Core = 4, Processes = 6, OpenFiles = 7;
}

internal static class ProcessControl
{
    internal const int SetParentDeathSignal = 1, SetDumpable = 4, SetNoNewPrivileges = 38, GetNoNewPrivileges = 39;
}
