"""From a report to something else: plain data, data frames, tables for people, and text in any
layout.

Every module here works on ``model.ReportData``; the methods of ``gongkai.Report`` call them.
"""
