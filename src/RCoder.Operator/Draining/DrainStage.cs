namespace RCoder.Operator.Draining;

/// <summary>What a deleted runtime waits for next.</summary>
internal enum DrainStage
{
    /// <summary>Its record must say that it goes, so that nothing new is accepted and what is queued ends.</summary>
    Announce,

    /// <summary>Its queue must be empty, and its runs must have ended.</summary>
    Wait,

    /// <summary>Its pods must go.</summary>
    RemovePods,

    /// <summary>The finalizer goes; record and topic stay until dispatchers have ended what is queued.</summary>
    LetGo,

    /// <summary>Its record and topic go, and with them the finalizer.</summary>
    Finish,
}
