#!/usr/bin/env bash
# Once per container: what makes figures, Jupyter and native speed available, then the build that notebooks load from lib/bin. What cannot be
# had (no network, no root, a feed without the package) is said and passed over; only a build that fails is a failure.
# POST_CREATE_OFFLINE=1 leaves out everything that the network is needed for but the build's own restore: the test of this script does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

interactive='1.0.712001' # the last Microsoft.dotnet-interactive: end-of-life since April 2026
playwright='1.65.1'      # only to get a Chromium where the distribution has none: Ubuntu's package is a snap, which does not run in containers

step() { printf '\n=== %s\n' "$*"; }
without() { echo "not here: $1 — $2"; }

install_packages() {
  if ! command -v apt-get > /dev/null || [ "$(id -u)" -ne 0 ]; then
    without 'Debian packages' 'not root on Debian or Ubuntu'
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || echo 'the package index is not reachable'
  # One by one, so that a missing package costs only what needs it.
  for package in git nodejs npm libopenblas0-pthread fonts-liberation jupyter-notebook jupyter-nbconvert python3-ipykernel python3-nbformat; do
    apt-get install -y -qq --no-install-recommends "$package" > /dev/null || without "$package" 'apt-get could not install it'
  done
}

install_chromium() {
  if command -v chromium > /dev/null; then
    return
  fi
  if [ "$(. /etc/os-release && echo "$ID")" = debian ]; then
    apt-get install -y -qq --no-install-recommends chromium > /dev/null && return
  fi
  PLAYWRIGHT_BROWSERS_PATH=/opt/playwright npx --yes "playwright@$playwright" install --with-deps chromium > /dev/null || return
  ln -sf "$(find /opt/playwright -type f -name chrome | head -n 1)" /usr/local/bin/chromium
}

if [ -z "${POST_CREATE_OFFLINE:-}" ]; then
  step 'node, OpenBLAS and Jupyter'
  install_packages

  step 'Chromium, for static pictures in executed notebooks'
  install_chromium || without 'Chromium' 'figures will have no static pictures'

  step "The engine of the Polyglot Notebooks extension, Microsoft.dotnet-interactive $interactive"
  dotnet tool update --global Microsoft.dotnet-interactive --version "$interactive" \
    || without "Microsoft.dotnet-interactive $interactive" 'the package feed does not have it; notebooks run in Jupyter and by the README'\''s command all the same'
else
  step 'POST_CREATE_OFFLINE is set: no packages, no Chromium, no Microsoft.dotnet-interactive'
fi

step 'The library, where notebooks load it from'
dotnet build -c Release --nologo -v minimal "${POST_CREATE_PROJECT:-FeatureLearning.Notebooks.sln}"

step 'The Jupyter kernel'
workbook=lib/FeatureLearning.Workbook/bin/Release/net10.0/workbook.dll
if [ -f "$workbook" ] && dotnet "$workbook" kernel --help > /dev/null 2>&1; then
  dotnet "$workbook" kernel install || without 'the kernel .NET (C#, workbook)' 'its installation failed'
else
  without 'the kernel .NET (C#, workbook)' 'this version of the command has no verb "kernel"'
fi

step 'Ready: open notebooks/01-two-views.dib or .ipynb'
