"""The merged workbook's cost, beside openpyxl's own for the same cells; and its memory."""

from pathlib import Path

from benchmarks import databases
from benchmarks.figures import figure, ratio
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import module, output


async def measure(setting: Setting) -> Findings:
    few, many = (100, 2_000) if setting.quick else (1_000, 100_000)
    small, large = await _filled(setting, few), await _filled(setting, many)

    async def cost(maker: str, database: Path) -> dict[str, float]:
        file = setting.folder / "report.xlsx"
        command = module("benchmarks.exports", maker, database, file)
        told = await output(command, setting.folder, on=setting.bots)
        return told | {"size": file.stat().st_size / 1e6}

    rounds = [
        (await cost("ours", large), await cost("bare", large), await cost("ours", small))
        for _ in range(setting.rounds)
    ]
    columns = list(zip(*rounds, strict=True))
    cpu = [figure(each["cpu"] for each in column) for column in columns]
    peak = [figure(each["peak"] for each in column) for column in columns]
    size = [figure(each["size"] for each in column) for column in columns]
    names = (f"this project, {many:,} events", "bare openpyxl, the same", f"this project, {few:,}")
    return Findings(
        {
            "export_of_openpyxl": ratio(cpu[0], cpu[1]),
            "export_memory": figure(
                one - other for one, other in zip(peak[0].rounds, peak[2].rounds, strict=True)
            ),
        },
        [
            Table(
                "The merged workbook",
                ("export", "CPU, s", "peak memory of the process, MB", "file, MB"),
                [
                    (name, str(cpu[index]), str(peak[index]), str(size[index]))
                    for index, name in enumerate(names)
                ],
            )
        ],
    )


async def _filled(setting: Setting, events: int) -> Path:
    file = setting.folder / f"export-{events}.sqlite3"
    await databases.make(databases.sqlite(file), coordinators=89, events=events, submitted=True)
    return file
