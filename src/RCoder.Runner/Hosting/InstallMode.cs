using RCoder.Runner.Posix;

namespace RCoder.Runner.Hosting;

/// <summary><c>rcoder-runner install &lt;directory&gt;</c>: copies this program there, for an init container.</summary>
internal static class InstallMode
{
    internal const string FileName = "rcoder-runner";

    internal static unsafe int Run(string directory)
    {
        var target = $"{directory.TrimEnd('/')}/{FileName}";
        var source = Fd.Open("/proc/self/exe", OpenFlags.ReadOnly);
        // Under another name first: whoever looks finds all of it or nothing.
        var temporary = $"{target}.{Libc.getpid()}";
        var copy = Fd.Open(temporary, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, 0x1ED);
        if (source < 0 || copy < 0) return Fail(temporary);
        var buffer = new byte[1 << 16];
        int n;
        while ((n = Fd.Read(source, buffer)) > 0)
            if (!Fd.WriteAll(copy, buffer.AsSpan(0, n))) return Fail(temporary);
        Fd.Close(ref copy);
        fixed (byte* from = Fd.Terminated(temporary), to = Fd.Terminated(target))
            return Libc.chmod(from, 0x1ED) == 0 && Libc.rename(from, to) == 0 ? 0 : Fail(target);
    }

    private static int Fail(string path)
    {
        Console.Error.WriteLine($"rcoder-runner: cannot write {path}: errno {Libc.LastError}");
        return 1;
    }
}
