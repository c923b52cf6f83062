using System.Text;
using RCoder.Contracts.Executions;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Workspaces;

/// <summary>The program's working directory.</summary>
internal static unsafe class Workspace
{
    private const uint FileMode = 0x1A4, ScriptMode = 0x1ED, DirectoryMode = 0x1ED; // 0644, 0755, 0755

    internal static string Path { get; } = Environment.GetEnvironmentVariable("RCODER_WORKSPACE") ?? "/workspace";

    /// <summary>Writes files whose names <see cref="PlanCheck"/> found good. Null, or why it could not.</summary>
    internal static string? Write(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files)
        {
            byte[] content;
            try
            {
                content = file.Encoding == ContentEncoding.Base64 ? Convert.FromBase64String(file.Content) : Encoding.UTF8.GetBytes(file.Content);
            }
            catch (FormatException)
            {
                return $"file '{file.Name}': its content is not Base64";
            }
            if (Write(file.Name!, content) is var error and not 0) return $"file '{file.Name}' cannot be written: {Describe(error)}";
        }
        return null;
    }

    private static int Write(string name, ReadOnlySpan<byte> content)
    {
        var parts = name.Split('/');
        var directory = Fd.Open(Path, OpenFlags.Path | OpenFlags.Directory);
        if (directory < 0) return Libc.LastError;
        try
        {
            // Step by step and never through a symlink: an earlier phase may have left one.
            foreach (var part in parts.AsSpan(0, parts.Length - 1))
                if (!Enter(ref directory, part)) return Libc.LastError;
            return WriteIn(directory, parts[^1], content);
        }
        finally
        {
            Fd.Close(ref directory);
        }
    }

    private static bool Enter(ref int directory, string name)
    {
        fixed (byte* p = Fd.Terminated(name))
        {
            Libc.mkdirat(directory, p, DirectoryMode);
            var inner = Libc.openat(directory, p, OpenFlags.Path | OpenFlags.Directory | OpenFlags.NoFollow | OpenFlags.CloseOnExec, 0);
            if (inner < 0) return false;
            Fd.Close(ref directory);
            directory = inner;
            return true;
        }
    }

    private static int WriteIn(int directory, string name, ReadOnlySpan<byte> content)
    {
        var mode = content.StartsWith("#!"u8) ? ScriptMode : FileMode;
        fixed (byte* p = Fd.Terminated(name))
        {
            var fd = Libc.openat(directory, p, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow | OpenFlags.CloseOnExec, mode);
            if (fd < 0) return Libc.LastError;
            var written = Fd.WriteAll(fd, content);
            var error = written ? 0 : Libc.LastError;
            Fd.Close(ref fd);
            return error;
        }
    }

    private static string Describe(int error) => error switch
    {
        28 => "the workspace is full",
        Errno.EACCES or 30 => "the workspace cannot be written to",
        _ => $"errno {error}",
    };
}
