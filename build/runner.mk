RUNNER := artifacts/runner/rcoder-runner

# Static NativeAOT; needs clang and lld.
.PHONY: runner
runner: $(RUNNER)

$(RUNNER): $(shell find src/RCoder.Runner src/RCoder.Contracts -name obj -prune -o -name bin -prune -o \( -name '*.cs' -o -name '*.csproj' \) -print) Directory.Build.props Directory.Packages.props
	dotnet publish src/RCoder.Runner -c Release -r linux-x64 -o $(@D) -v quiet -p:DebugSymbols=false -p:DebugType=none
	rm -f $(@D)/*.dbg
	touch $@
