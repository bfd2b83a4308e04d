"""How long logs are kept: they name jobs, and so never longer than jobs are."""

from aws_cdk import aws_logs as logs


def log_retention(retention_days: int) -> logs.RetentionDays:
    """The longest that CloudWatch offers within the life of a job: logs name jobs."""
    offered = {
        1: logs.RetentionDays.ONE_DAY,
        3: logs.RetentionDays.THREE_DAYS,
        5: logs.RetentionDays.FIVE_DAYS,
        7: logs.RetentionDays.ONE_WEEK,
        14: logs.RetentionDays.TWO_WEEKS,
        30: logs.RetentionDays.ONE_MONTH,
        60: logs.RetentionDays.TWO_MONTHS,
        90: logs.RetentionDays.THREE_MONTHS,
    }
    return offered[max(days for days in offered if days <= retention_days)]
