using System.Collections;
using System.Runtime.InteropServices;
using RCoder.Runner.Launching;
using RCoder.Runner.Posix;

namespace RCoder.Runner.Hosting;

internal static unsafe class Exec
{
    /// <summary>Becomes <paramref name="command"/>, with this process's environment. Returns only if it cannot.</summary>
    internal static void Replace(ReadOnlySpan<string> command)
    {
        var environment = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment.Add($"{variable.Key}={variable.Value}");
        var arguments = Pointers(command);
        var variables = Pointers(CollectionsMarshal.AsSpan(environment));
        Libc.signal(Signals.Pipe, 0);
        foreach (var path in CommandPath.Candidates(command[0], Environment.GetEnvironmentVariable("PATH")))
            fixed (byte* p = Fd.Terminated(path))
                Libc.execve(p, arguments, variables);
    }

    private static byte** Pointers(ReadOnlySpan<string> strings)
    {
        var pointers = (byte**)NativeMemory.Alloc((nuint)(strings.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Length; i++)
        {
            var text = Fd.Terminated(strings[i]);
            pointers[i] = (byte*)NativeMemory.Alloc((nuint)text.Length);
            text.CopyTo(new Span<byte>(pointers[i], text.Length));
        }
        pointers[strings.Length] = null;
        return pointers;
    }
}
