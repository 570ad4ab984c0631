"""Walks through a shop that runs, request by request, each shown as a curl line to copy.

buy      `python -m walkthrough.buy`: a purchase, from the goods to the notification
tour     `python -m walkthrough.tour`: the staff's side: image, price, stock, shipment
  walk     sends a step, shows it, and keeps what later steps need
  request  a request, and the same as a curl line
  page     what the reader sees: short answers, colored on a terminal
"""
