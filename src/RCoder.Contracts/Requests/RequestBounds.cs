namespace RCoder.Contracts.Requests;

/// <summary>Every bound of a request that does not depend on its runtime. Bytes are those of UTF-8.</summary>
public static class RequestBounds
{
    /// <summary>The whole body, in bytes, unless configured.</summary>
    public const int BodyBytes = 1 << 20;

    /// <summary>
    /// The most that <see cref="BodyBytes"/> may be configured to, in bytes: escapes make a job at most three times as
    /// large as its request, and a Kafka record holds 8 MiB.
    /// </summary>
    public const int BodyBytesCeiling = 2 << 20;

    /// <summary>How deep the JSON may nest; a request itself needs 3.</summary>
    public const int JsonDepth = 32;

    /// <summary>Characters of <c>language</c>, and of <c>version</c>.</summary>
    public const int LanguageLength = 100;

    /// <summary>Files of one program.</summary>
    public const int Files = 100;

    /// <summary>All files together, decoded, in bytes.</summary>
    public const int SourceBytes = 2 << 20;

    /// <summary>A file's whole name, in bytes.</summary>
    public const int FileNameBytes = 1024;

    /// <summary>One part of a file's name, in bytes: Linux's NAME_MAX.</summary>
    public const int FileNamePartBytes = 255;

    /// <summary>Parts of a file's name: folders and the file itself.</summary>
    public const int FileNameParts = 16;

    /// <summary>Bytes of <c>stdin</c>.</summary>
    public const int StdinBytes = 1 << 20;

    /// <summary>Number of <c>args</c>.</summary>
    public const int Args = 256;

    /// <summary>Number of variables in <c>env</c>.</summary>
    public const int EnvVariables = 128;

    /// <summary>Bytes of a variable's name.</summary>
    public const int EnvNameBytes = 255;

    /// <summary>One argument, or one variable as <c>NAME=value</c>, in bytes: half of what Linux takes.</summary>
    public const int ArgOrVariableBytes = 64 << 10;

    /// <summary>All arguments together, and all variables together, in bytes each: well below Linux's ARG_MAX.</summary>
    public const int ArgsOrEnvBytes = 256 << 10;

    /// <summary>The least <c>limits.wallMs</c> and <c>limits.cpuMs</c>, in milliseconds.</summary>
    public const long LeastTimeMs = 1;

    /// <summary>The least <c>limits.memoryBytes</c>, in bytes.</summary>
    public const long LeastMemoryBytes = 1 << 20;

    /// <summary>The least <c>limits.outputBytes</c>, in bytes.</summary>
    public const long LeastOutputBytes = 1;

    /// <summary>The least <c>limits.processes</c>.</summary>
    public const int LeastProcesses = 1;

    /// <summary>The least <c>deadlineMs</c>, in milliseconds.</summary>
    public const long LeastDeadlineMs = 1;

    /// <summary><c>deadlineMs</c> of a request that names none, in milliseconds: 10 minutes.</summary>
    public const long DefaultDeadlineMs = 10 * 60 * 1000;

    /// <summary>The most <c>deadlineMs</c>, in milliseconds: an hour, far inside the retention of <c>rcoder.events</c>.</summary>
    public const long MostDeadlineMs = 60 * 60 * 1000;
}
