using System.Text;

namespace RCoder.Runner.Posix;

/// <summary>File descriptors, with the repeats and conversions that every use of them needs.</summary>
internal static unsafe class Fd
{
    /// <summary>Bytes read; 0 at the end; -1 when there is nothing yet.</summary>
    internal static int Read(int fd, Span<byte> buffer)
    {
        fixed (byte* p = buffer)
        {
            while (true)
            {
                var n = (int)Libc.read(fd, p, (nuint)buffer.Length);
                if (n >= 0) return n;
                if (Libc.LastError == Errno.EINTR) continue;
                return Libc.LastError == Errno.EAGAIN ? -1 : 0;
            }
        }
    }

    /// <summary>Bytes written; 0 when there is no room; -1 when nobody reads any more.</summary>
    internal static int Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            while (true)
            {
                var n = (int)Libc.write(fd, p, (nuint)bytes.Length);
                if (n >= 0) return n;
                if (Libc.LastError == Errno.EINTR) continue;
                return Libc.LastError == Errno.EAGAIN ? 0 : -1;
            }
        }
    }

    /// <summary>To a blocking descriptor, whole.</summary>
    internal static bool WriteAll(int fd, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var n = Write(fd, bytes);
            if (n <= 0) return false;
            bytes = bytes[n..];
        }
        return true;
    }

    internal static void Close(ref int fd)
    {
        if (fd >= 0) Libc.close(fd);
        fd = -1;
    }

    internal static int Open(string path, int flags, uint mode = 0)
    {
        fixed (byte* p = Terminated(path))
            return Libc.open(p, flags | OpenFlags.CloseOnExec, mode);
    }

    internal static void SetCloseOnExec(int fd, bool on) => Libc.fcntl(fd, Fcntl.SetFd, on ? Fcntl.CloseOnExec : 0);

    internal static void SetNonBlocking(int fd) => Libc.fcntl(fd, Fcntl.SetFlags, OpenFlags.NonBlocking);

    /// <summary>Both ends of a new pipe.</summary>
    internal static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        return Libc.pipe2(ends, OpenFlags.CloseOnExec) == 0
            ? (ends[0], ends[1])
            : throw new InvalidOperationException($"pipe2: errno {Libc.LastError}");
    }

    /// <summary>The whole of a small file as text; null when it cannot be read.</summary>
    internal static string? ReadText(string path)
    {
        var fd = Open(path, OpenFlags.ReadOnly);
        if (fd < 0) return null;
        Span<byte> buffer = stackalloc byte[4096];
        var n = Read(fd, buffer);
        Close(ref fd);
        return Encoding.UTF8.GetString(buffer[..Math.Max(n, 0)]);
    }

    /// <summary>UTF-8 with the NUL at its end that C asks for.</summary>
    internal static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
