namespace RCoder.Contracts.Executions;

/// <summary>How an execution, or its compile phase, ended. Every terminal event carries exactly one.</summary>
public enum Outcome
{
    /// <summary>The program ended with exit code 0.</summary>
    Succeeded,

    /// <summary>The program ended with another exit code.</summary>
    Failed,

    /// <summary>The compiler did not produce a program; <c>compile.outcome</c> tells why.</summary>
    CompilationFailed,

    /// <summary><c>limits.wallMs</c> ran out.</summary>
    TimeLimitExceeded,

    /// <summary><c>limits.cpuMs</c> ran out.</summary>
    CpuLimitExceeded,

    /// <summary><c>limits.memoryBytes</c> was passed, files in the workspace included.</summary>
    MemoryLimitExceeded,

    /// <summary><c>limits.outputBytes</c> was passed and <c>limits.onOutput</c> is <c>kill</c>.</summary>
    OutputLimitExceeded,

    /// <summary>A signal that RCoder did not send ended the program.</summary>
    Signalled,

    /// <summary>A caller cancelled it.</summary>
    Cancelled,

    /// <summary>It had not started by its deadline.</summary>
    Expired,

    /// <summary>RCoder could not run it; the program is not to blame.</summary>
    PlatformError,
}
