namespace RCoder.Configuration;

/// <summary>A setting whose value no message may quote.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
