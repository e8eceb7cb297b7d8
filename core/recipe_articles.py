"""The four articles whose networks stand among the recipes: what each is called, where it stood, what it reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedEpoch:
    """One epoch of an article's own log. Accuracies are fractions."""

    epoch: int  # from 1
    accuracy: float
    validation_accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article, in Chinese; what it leaves open is None or empty."""

    title: str  # in its own language
    title_english: str
    origin: str  # who wrote it or where it stood, as far as its text tells
    log: tuple[ReportedEpoch, ...] = ()  # its first and its last epoch


ARTICLES = {
    1: Article(
        title="利用全连接神经网络实现手写数字识别-使用Python语言,Keras框架",
        title_english="Recognising handwritten digits with a fully connected network, in Python with Keras",
        origin="Python技术站",
    ),
    2: Article(
        title="MNIST 数据库:手写数字识别",
        title_english="MNIST database: handwritten digit recognition",
        origin="Medium, Analytics Vidhya; here its Chinese translation",
    ),
    3: Article(
        title="keras图片数字识别入门AI机器学习",
        title_english="Recognising digits in pictures with Keras: a start in AI and machine learning",
        origin="10 March 2023",
        log=(
            ReportedEpoch(epoch=1, accuracy=0.8309, validation_accuracy=0.9228),
            ReportedEpoch(epoch=10, accuracy=0.9861, validation_accuracy=0.9751),
        ),
    ),
    4: Article(
        title="卷积神经网络CNN实现mnist手写数字识别",
        title_english="Recognising MNIST's handwritten digits with a convolutional network (CNN)",
        origin="老师我作业忘带了 on CSDN",
    ),
}
