from bot.cli import build_cli

build_cli()()
