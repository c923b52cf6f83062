namespace RCoder.Operator.Conformance;

/// <summary>A case could not be run: that says nothing of the runtime.</summary>
internal sealed class CaseNotRunException(string message, Exception? inner = null) : Exception(message, inner);
