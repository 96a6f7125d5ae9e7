using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FeatureLearning.Protocol;

/// <summary>
/// Takes the pipes to the parent away from file descriptors 0 and 1, so that neither a native library's printf, nor a program that a
/// cell starts, nor Console.ReadLine can write into or read from the conversation. What they print goes to standard error, which the
/// parent shows as such. Other systems than Linux keep the plain streams: there only managed output is redirected.
/// </summary>
internal static class NativeStreams
{
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC of Linux
    private const int FirstFreeDescriptor = 3;

    public static (Stream Input, Stream Output) Claim()
    {
        if (!OperatingSystem.IsLinux())
        {
            return (Console.OpenStandardInput(), Console.OpenStandardOutput());
        }

        int input = Fcntl(0, DuplicateCloseOnExec, FirstFreeDescriptor);
        int output = Fcntl(1, DuplicateCloseOnExec, FirstFreeDescriptor);
        if (input < 0 || output < 0)
        {
            return (Console.OpenStandardInput(), Console.OpenStandardOutput());
        }

        using (SafeFileHandle nothing = File.OpenHandle("/dev/null"))
        {
            _ = Dup2((int)nothing.DangerousGetHandle(), 0);
        }

        _ = Dup2(2, 1);
        return (Open(input, FileAccess.Read), Open(output, FileAccess.Write));
    }

    private static FileStream Open(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: true), access, bufferSize: 0);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Dup2(int from, int to);
}
