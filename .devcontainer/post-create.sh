#!/usr/bin/env bash
# Once per container: what makes figures and native speed available, then the build that notebooks load from lib/bin.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends git libopenblas0-pthread chromium fonts-liberation npm
fi

# The engine of the Polyglot Notebooks extension. It is end-of-life and comes from nuget.org; without it the notebooks still run
# headless, by the README's command.
dotnet tool update --global Microsoft.dotnet-interactive --version 1.0.712001 \
  || echo 'Microsoft.dotnet-interactive 1.0.712001 could not be installed: notebooks will not run inside VS Code here.'

dotnet build -c Release
