namespace RCoder.Api.Endpoints;

/// <summary>The body of <c>POST /execute</c>, as the description shows it; <see cref="Contracts.Requests.ExecuteReader"/> reads it.</summary>
internal sealed record ExecuteRequest(string Language, string Code);
