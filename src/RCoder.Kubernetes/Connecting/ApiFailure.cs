namespace RCoder.Kubernetes.Connecting;

/// <summary>Why the API server did not do what it was asked.</summary>
public enum ApiFailure
{
    NotFound,
    AlreadyExists,

    /// <summary>Somebody else changed the object first: read it again.</summary>
    Conflict,

    /// <summary>The server does not know this resourceVersion, or page, any more: list again.</summary>
    Gone,

    /// <summary>A ResourceQuota is used up: it works when something else has ended.</summary>
    Quota,

    /// <summary>The object itself is refused: invalid, or against a policy. The same one is never taken.</summary>
    Admission,

    /// <summary>RBAC: this identity may not.</summary>
    Forbidden,

    /// <summary>The token is not, or not any more, valid.</summary>
    Unauthorized,

    /// <summary>Too many requests, or an eviction that a disruption budget does not allow yet.</summary>
    Throttled,

    /// <summary>No answer, or one that says that the server is not well.</summary>
    Unavailable,
    Other,
}
