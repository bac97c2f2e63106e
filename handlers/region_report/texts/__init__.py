from handlers.region_report.texts import copy, papers, report, resubmission, submitted
