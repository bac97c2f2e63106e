from handlers.region_report.texts import copy, report, resubmission
