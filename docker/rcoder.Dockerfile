# rcoder: every role of RCoder but the runner, and the editor. It writes nothing, and runs as any user.
FROM node:20-slim AS editor
WORKDIR /source
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY frontend ./
RUN npm run --silent build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY manifests/runtimes manifests/runtimes
COPY src src
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/RCoder -c Release -r linux-x64 -o /out -v quiet --nologo -p:DebugType=none

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
LABEL org.opencontainers.image.title="rcoder"
COPY --from=build /out /app
COPY --from=editor /source/dist /app/editor
# Without diagnostics, .NET makes no socket in /tmp. The ports are RCoder's own settings.
ENV DOTNET_EnableDiagnostics=0 ASPNETCORE_HTTP_PORTS=
USER 65532:65532
ENTRYPOINT ["/app/rcoder"]
