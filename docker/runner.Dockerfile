# rcoder-runner: one static binary, which pods mount or copy into a language's own image.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN mkdir -p /var/log/apt && apt-get update && apt-get install -y --no-install-recommends clang lld libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY src/RCoder.Contracts src/RCoder.Contracts
COPY src/RCoder.Runner src/RCoder.Runner
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/RCoder.Runner -c Release -r linux-x64 -o /out -v quiet --nologo -p:DebugType=none

FROM scratch
LABEL org.opencontainers.image.title="rcoder-runner"
COPY --from=build /out/rcoder-runner /rcoder-runner
USER 65532:65532
ENTRYPOINT ["/rcoder-runner"]
