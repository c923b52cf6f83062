using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RCoder.Dispatcher.Sandboxes.Local;

/// <summary>Whose a folder is, which .NET does not tell: in a folder that all may write to, a name proves nothing.</summary>
internal static class FolderOwner
{
    private const int WorkingDirectory = -100, NoFollow = 0x100, Size = 256, UserOffset = 20; // linux/stat.h
    private const uint WantsUser = 8;

    /// <summary>Whether it is ours, and no link to what is.</summary>
    public static bool IsUs(string folder)
    {
        var status = new byte[Size];
        return statx(WorkingDirectory, Encoding.UTF8.GetBytes(folder + '\0'), NoFollow, WantsUser, status) == 0
            && BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(UserOffset)) == geteuid()
            && new DirectoryInfo(folder).LinkTarget is null;
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int directory, byte[] path, int flags, uint mask, byte[] result);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();
}
