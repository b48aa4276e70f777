"""The Luigi tasks: a module for each stage, one for files, and the wrapper that cron runs."""

# Before Luigi is loaded: otherwise the application's package would import the tasks, and they this package.
import alfrd_luigi as alfrd_luigi
from tasks.classify_document import ClassifyDocument
from tasks.extract_series import ExtractSeries
from tasks.file_document import FileDocument
from tasks.generate_file_summary import GenerateFileSummary
from tasks.improve_prompts import ImprovePrompts
from tasks.ocr_document import OcrDocument
from tasks.process_all_pending import ProcessAllPending
from tasks.process_document import ProcessDocument
from tasks.process_lane import ProcessLane
from tasks.propose_prompt import ProposePrompt
from tasks.regenerate_series import RegenerateSeries
from tasks.scan_inbox import ScanInbox
from tasks.score_classification import ScoreClassification
from tasks.score_summary import ScoreSummary
from tasks.summarize_document import SummarizeDocument
from tasks.try_prompt import TryPrompt

__all__ = [
    "ClassifyDocument",
    "ExtractSeries",
    "FileDocument",
    "GenerateFileSummary",
    "ImprovePrompts",
    "OcrDocument",
    "ProcessAllPending",
    "ProcessDocument",
    "ProcessLane",
    "ProposePrompt",
    "RegenerateSeries",
    "ScanInbox",
    "ScoreClassification",
    "ScoreSummary",
    "SummarizeDocument",
    "TryPrompt",
]
